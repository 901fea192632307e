package io.anteroom.sandbox.upstream.http;

import io.anteroom.sandbox.upstream.settings.SandboxPlan;

/**
 * Who calls.
 *
 * @param account the API key
 */
record SandboxCaller(String account, SandboxPlan plan) {}
