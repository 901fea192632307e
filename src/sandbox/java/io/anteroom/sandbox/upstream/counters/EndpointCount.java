package io.anteroom.sandbox.upstream.counters;

import java.util.Map;

/**
 * What became of the calls of one endpoint.
 *
 * @param calls all that arrived
 * @param outcomes how many ended in which status, such as {@code 200}, or as {@code dropped}
 */
public record EndpointCount(int calls, Map<String, Integer> outcomes) {}
