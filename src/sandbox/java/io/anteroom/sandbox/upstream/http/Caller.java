package io.anteroom.sandbox.upstream.http;

import io.anteroom.sandbox.upstream.settings.Plan;

/**
 * Who calls.
 *
 * @param account the API key
 */
record Caller(String account, Plan plan) {}
