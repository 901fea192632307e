package io.anteroom.reconcile;

import io.anteroom.task.InDoubtReason;
import io.anteroom.task.RunningTask;

/**
 * A task whose newest submit is in doubt.
 *
 * @param task the task; its age counts from when the doubt began
 * @param doubt why it is in doubt
 */
public record InDoubtTask(RunningTask task, InDoubtReason doubt) {}
