package io.anteroom.task;

/**
 * The right to take the next tasks of a queue, until the end of the transaction that has it.
 *
 * @param account the account
 * @param kind the kind
 * @param clock the virtual time of the queue: the start tag of the task that was taken last
 */
public record Turn(String account, TaskKind kind, double clock) {}
