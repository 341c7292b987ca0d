// What scripts say, in the language of the page.

const { default: messages } = await import(`/-/messages/${document.documentElement.lang}.js`);

export const say = (key, ...values) => messages[key].replace(/\{(\d+)\}/g, (_, number) => values[number]);
