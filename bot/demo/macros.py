"""The macros with which the demo begins: a handful that any desk could use."""

from core.tickets.macros.macros import MacroActions, MacroDraft

MACROS = (
    MacroDraft(
        name="first-look",
        description="We have it and are looking",
        text="Hello {customer.first_name},\n\nthank you for writing. I am looking at "
        "{ticket.number} now; you hear from me by {expected_reply}.\n\n{agent.first_name}",
        actions=MacroActions(assign="me"),
    ),
    MacroDraft(
        name="need-details",
        description="Ask what exactly happens",
        text="Hello {customer.first_name},\n\ncould you tell me what you did just before, what you "
        "expected, and the words of any error message? A picture helps too.",
        actions=MacroActions(status="Pending", add_tags=["needs-details"]),
    ),
    MacroDraft(
        name="password-reset",
        description="How to get a new password",
        text="Hello {customer.first_name},\n\nopen the sign-in page and choose Forgotten password. "
        "The mail comes within a minute; please look in the junk folder as well.",
        actions=MacroActions(status="Pending", category="Login"),
    ),
    MacroDraft(
        name="refund",
        description="Money goes back",
        text="Hello {customer.first_name},\n\nthe amount is on its way back to you and arrives "
        "within five working days. I am sorry for the trouble.",
        actions=MacroActions(status="Resolved", category="Billing", add_tags=["refund"]),
    ),
    MacroDraft(
        name="outage",
        description="Many are affected: raise it and say so",
        text="Several customers report the same. Status page first, then the on-call engineer.",
        send_as="note",
        actions=MacroActions(priority="critical", add_tags=["outage"]),
    ),
)
