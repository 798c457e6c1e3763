/** Every page: the small islands of the shell. */

import "./elements/account-menu.js";
import "./elements/code-input.js";
import "./elements/copy-button.js";
import "./elements/local-greeting.js";
import "./elements/modal-dialog.js";
import "./elements/password-toggle.js";
import "./elements/range-output.js";
import "./elements/relative-time.js";
import "./elements/side-panel.js";
import "./elements/theme-toggle.js";
import "./elements/toast-list.js";
import { watchDone } from "./shell/closing.js";
import { watchForms } from "./shell/busy.js";
import { watchQuestions } from "./shell/questions.js";
import { watchFailures } from "./shell/failures.js";

watchDone();
watchForms();
watchQuestions();
watchFailures();
