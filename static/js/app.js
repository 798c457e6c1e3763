/** Every page: toasts, what forms and requests say about themselves, and the small islands of the shell. */

import "./elements/toast-list.js";
import { watchForms } from "./shell/busy.js";
import { watchDone } from "./shell/closing.js";
import { watchFailures } from "./shell/failures.js";
import { watchIslands } from "./shell/islands.js";
import { watchQuestions } from "./shell/questions.js";

watchIslands();
watchDone();
watchForms();
watchQuestions();
watchFailures();
