/** The kinds of trouble at Daily's door, by the names of its library, as far as they are met in different ways. */

export const FULL = "meeting-full";
/** What the next try would only meet again. */
export const LASTING = ["not-allowed", "end-of-life"];
/** What another ticket mends. */
export const RENEWABLE = ["exp-token", "nbf-token", "exp-room"];
