"""All tables of the core in one metadata, for migrations and schema tests."""

import core.access.models
import core.conversation.file_models
import core.conversation.models
import core.database.organisations
import core.database.search
import core.events.models
import core.events.pacing
import core.events.stumbles
import core.knowledge.models
import core.people.models
import core.sla.models
import core.surveys.models
import core.tickets.entry_models
import core.tickets.held_models
import core.tickets.models
import core.tickets.presence_models
import core.tickets.reaction_models
import core.tickets.relation_models
import core.tickets.subscription_models
import core.tickets.vector_models  # noqa: F401 - imported so that the tables are known
from core.database.base import Base

metadata = Base.metadata
