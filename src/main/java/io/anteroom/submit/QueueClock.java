package io.anteroom.submit;

import io.anteroom.task.TaskKind;

/**
 * The right to take the next tasks of a queue, until the end of the transaction that has it.
 *
 * @param clock the virtual time of the queue: the start tag of the task that was taken last
 */
public record QueueClock(String account, TaskKind kind, double clock) {}
