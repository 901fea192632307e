package io.anteroom.task;

/**
 * A task whose newest submit is in doubt.
 *
 * @param task the task; its age counts from when the doubt began
 * @param doubt why it is in doubt
 */
public record DoubtedTask(Running task, Doubt doubt) {}
