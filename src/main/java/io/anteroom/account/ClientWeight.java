package io.anteroom.account;

/**
 * What a client may have of the turns of its account, beside the others that wait.
 *
 * @param weight its part; twice the weight is twice the turns; more than 0
 */
public record ClientWeight(String client, double weight) {}
