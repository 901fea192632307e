package io.anteroom.api.paging;

import io.anteroom.api.problem.ProblemType;
import jakarta.ws.rs.core.MultivaluedMap;

/**
 * Which page of a list (seed: "page_size and page in the url parameters").
 *
 * @param page from 1
 * @param pageSize 1 to 100
 */
public record Paging(int page, int pageSize) {

  public static final String PAGE = "page";

  /** The parameter with a cursor. */
  public static final String AFTER = "after";

  private static final int DEFAULT_SIZE = 10;
  private static final int MAX_SIZE = 100;
  private static final int LAST_PAGE = 10_000_000;

  /** Reads the two parameters; either may be null. */
  public static Paging of(String page, String pageSize) {
    return new Paging(
        number(PAGE, page, 1, LAST_PAGE), number("page_size", pageSize, DEFAULT_SIZE, MAX_SIZE));
  }

  /** Those of a list, which takes a page or a cursor. */
  public static Paging of(MultivaluedMap<String, String> query) {
    if (query.containsKey(AFTER) && query.containsKey(PAGE)) {
      throw ProblemType.INVALID_FIELD.about(PAGE, "Send page or after, not both.");
    }
    return of(query.getFirst(PAGE), query.getFirst("page_size"));
  }

  /** Fails with a problem where this page is empty, and not the first. */
  public void demandThere(boolean isEmpty) {
    if (page > 1 && isEmpty) {
      throw ProblemType.PAGE_OUT_OF_RANGE.with(
          "Page %d was asked for; the list ends before it.".formatted(page));
    }
  }

  /** How many pages this many results make; an empty list has one. */
  public long pages(long total) {
    return Math.max(1, (total + pageSize - 1) / pageSize);
  }

  private static int number(String field, String value, int otherwise, int max) {
    if (value == null) {
      return otherwise;
    }
    if (value.matches("\\d{1,9}")) {
      int number = Integer.parseInt(value);
      if (number >= 1 && number <= max) {
        return number;
      }
    }
    throw ProblemType.INVALID_FIELD.about(
        field, "The parameter %s must be a whole number from 1 to %d.".formatted(field, max));
  }
}
