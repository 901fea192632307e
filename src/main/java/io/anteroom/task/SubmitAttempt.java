package io.anteroom.task;

import java.util.UUID;

/**
 * One submit of one task. Two submits of a task may be under way in one process, when the lease of
 * the first was lost: nothing about a submit may be looked up by the task alone.
 *
 * @param task the task
 * @param number which of its submits, from 1; never used twice
 */
public record SubmitAttempt(UUID task, int number) {}
