package io.anteroom.task.list;

import io.anteroom.task.Task;
import java.util.List;
import java.util.UUID;

/**
 * Some tasks of a list.
 *
 * @param tasks newest first
 * @param next the cursor that the list goes on after, or null where nothing comes after them
 * @param total how many there are over all pages, or null where nobody asked
 */
public record TaskPage(List<Task> tasks, UUID next, ListTotal total) {}
