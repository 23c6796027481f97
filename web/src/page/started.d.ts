interface Window {
  /** Set once a page's program runs; the page says so if it never does. */
  piaojueStarted?: boolean;
  /** Whether the first script found the browser too old. */
  piaojueRefused?: boolean;
}
