package io.anteroom.sandbox.upstream.counters;

import io.anteroom.sandbox.upstream.settings.SandboxEndpointClass;

/**
 * What one account called in one class during one second.
 *
 * @param account the API key
 * @param second seconds since the epoch, of the arrivals
 * @param calls all that arrived, the refused ones included
 * @param refused those that were answered with 429
 */
public record SecondCount(
    String account, SandboxEndpointClass endpointClass, long second, int calls, int refused) {}
