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
public record AssetPage<T>(List<T> items, int total, PageRequest request) {

  /** That page of a list. */
  public static <T> AssetPage<T> of(List<T> all, PageRequest request) {
    long first = (long) (request.page() - 1) * request.pageSize();
    int from = (int) Math.min(first, all.size());
    int to = Math.min(from + request.pageSize(), all.size());
    return new AssetPage<>(List.copyOf(all.subList(from, to)), all.size(), request);
  }

  /** The same page of something else. */
  public <R> AssetPage<R> map(Function<T, R> mapping) {
    return new AssetPage<>(items.stream().map(mapping).toList(), total, request);
  }

  /** How many pages there are; 0 for an empty list. */
  public int totalPages() {
    return (total + request.pageSize() - 1) / request.pageSize();
  }
}
