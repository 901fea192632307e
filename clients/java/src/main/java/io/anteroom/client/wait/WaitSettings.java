package io.anteroom.client.wait;

import io.anteroom.client.http.Transport;
import io.anteroom.client.repeat.Repeats;
import java.time.Duration;

/**
 * What all waits of a client have in common. Immutable, thread-safe.
 *
 * @param waitTimeout of a wait that names none
 * @param waitPerRequest how long the service is asked to hold a response back at most
 */
public record WaitSettings(
    Transport transport, Repeats repeats, Duration waitTimeout, Duration waitPerRequest) {}
