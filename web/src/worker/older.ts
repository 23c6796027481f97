/** What the libraries use that is younger than our oldest browsers; to be loaded before them. */

interface Newer {
  hasOwn?: (value: object, key: PropertyKey) => boolean;
}

const newer = Object as unknown as Newer;

// Chrome 93, Safari 15.4, Firefox 92.
newer.hasOwn ??= (value, key) => Reflect.getOwnPropertyDescriptor(value, key) !== undefined;
