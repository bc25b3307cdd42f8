// The page works as plain links and forms; these modules only make it quicker and quieter.
import { watchFiles } from "./attach.js";
import { watchComposers } from "./composer.js";
import { watchCompletions } from "./completion.js";
import { watchDialogs } from "./dialogs.js";
import { watchEarlier } from "./earlier.js";
import { watchFinders } from "./find.js";
import { watchKeys } from "./keys.js";
import { watchPresence } from "./presence.js";
import { watchRequests } from "./requests.js";
import { watchStream } from "./stream.js";
import { watchTheme } from "./theme.js";
import { watchTimes } from "./times.js";

watchRequests();
watchFiles();
watchComposers();
watchCompletions();
watchFinders();
watchDialogs();
watchEarlier();
watchKeys();
watchTheme();
watchTimes();
watchStream();
watchPresence();
