package io.anteroom.callback.outbox;

import java.time.Duration;

/**
 * How a callback goes on after an attempt.
 *
 * @param nextIn the time to the next attempt, where it is pending
 */
public record DeliveryDecision(CallbackState state, Duration nextIn) {}
