package io.anteroom.task.list;

import io.anteroom.task.batch.BatchView;
import java.util.List;
import java.util.UUID;

/**
 * Some batches of a list.
 *
 * @param batches newest first
 * @param next the cursor that the list goes on after, or null where nothing comes after them
 * @param total how many there are over all pages, or null where nobody asked
 */
public record BatchPage(List<Owned> batches, UUID next, ListTotal total) {

  /** A batch and whose it is. */
  public record Owned(String client, BatchView batch) {}
}
