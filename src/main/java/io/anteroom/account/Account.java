package io.anteroom.account;

import java.net.URI;

/**
 * A Mixpeek account, as configured. Immutable.
 *
 * @param name the name of the account in the configuration, the queue and the ledger
 * @param baseUrl where its API is; https, or http to loopback; without a trailing slash
 * @param apiKey the key that every call to it carries
 */
public record Account(String name, URI baseUrl, Secret apiKey, Plan plan) {}
