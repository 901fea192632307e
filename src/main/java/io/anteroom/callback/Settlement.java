package io.anteroom.callback;

import java.time.Duration;

/**
 * How a callback goes on after an attempt.
 *
 * @param state its state
 * @param nextIn the time to the next attempt, where it is pending
 */
record Settlement(CallbackState state, Duration nextIn) {}
