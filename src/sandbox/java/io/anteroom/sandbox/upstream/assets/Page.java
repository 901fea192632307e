package io.anteroom.sandbox.upstream.assets;

import java.util.List;
import java.util.function.Function;

/**
 * A part of a list.
 *
 * @param items those on this page; empty beyond the end
 * @param total how many there are on all pages
 * @param request which page this is
 */
public record Page<T>(List<T> items, int total, PageRequest request) {

  /** That page of a list. */
  public static <T> Page<T> of(List<T> all, PageRequest request) {
    long first = (long) (request.page() - 1) * request.pageSize();
    int from = (int) Math.min(first, all.size());
    int to = Math.min(from + request.pageSize(), all.size());
    return new Page<>(List.copyOf(all.subList(from, to)), all.size(), request);
  }

  /** The same page of something else. */
  public <R> Page<R> map(Function<T, R> mapping) {
    return new Page<>(items.stream().map(mapping).toList(), total, request);
  }

  /** How many pages there are; 0 for an empty list. */
  public int totalPages() {
    return (total + request.pageSize() - 1) / request.pageSize();
  }
}
