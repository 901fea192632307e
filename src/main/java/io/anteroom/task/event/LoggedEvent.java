package io.anteroom.task.event;

import java.util.UUID;

/**
 * What those who wait for a task need to know of one of its events.
 *
 * @param at its position in the log
 * @param task the task
 * @param client the client of the task
 * @param no the number of the event within the task
 * @param ended whether the task ended with it
 */
public record LoggedEvent(EventPosition at, UUID task, String client, int no, boolean ended) {}
