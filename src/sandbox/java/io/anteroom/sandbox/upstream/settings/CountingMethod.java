package io.anteroom.sandbox.upstream.settings;

/** How the calls of a window are counted; the real API does not say which one it uses. */
public enum CountingMethod {
  /** Starts at zero on every multiple of the window since the epoch. */
  FIXED_WINDOW,
  /** Counts the arrivals of the last window before each call. */
  SLIDING_WINDOW,
  /** Every call takes a token; tokens come back evenly, as many as the limit in one window. */
  TOKEN_BUCKET
}
