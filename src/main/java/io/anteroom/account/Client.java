package io.anteroom.account;

/**
 * An internal service that calls Anteroom with its own key. Immutable.
 *
 * @param name the name of the client in the configuration and on its tasks
 * @param account the account that its tasks are submitted to
 * @param weight its part of the submits where clients of the account wait together; 0.001 to 1000
 */
public record Client(String name, Account account, double weight) {}
