// What scripts say, in the language of the page.

import messages from '/-/messages.js';

export const say = (key, ...values) => messages[key].replace(/\{(\d+)\}/g, (_, number) => values[number]);
