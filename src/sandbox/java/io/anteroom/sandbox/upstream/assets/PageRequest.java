package io.anteroom.sandbox.upstream.assets;

/**
 * Which page of a list a caller wants (source: seed, "How does pagination work with the API?").
 *
 * @param page from 1
 * @param pageSize from 1 to 100
 */
public record PageRequest(int page, int pageSize) {
  private static final int MAX_PAGE = 100;
  private static final int USUAL_SIZE = 10;

  public PageRequest {
    if (page < 1) {
      throw new InvalidInputException("page must be at least 1");
    }
    if (pageSize < 1 || pageSize > MAX_PAGE) {
      throw new InvalidInputException("page_size must be from 1 to " + MAX_PAGE);
    }
  }

  /**
   * From what the caller wrote.
   *
   * @param page null: the first
   * @param pageSize null: 10
   * @throws InvalidInputException where they are no numbers, or out of their ranges
   */
  public static PageRequest of(String page, String pageSize) {
    return new PageRequest(number("page", page, 1), number("page_size", pageSize, USUAL_SIZE));
  }

  private static int number(String name, String value, int otherwise) {
    if (value == null) {
      return otherwise;
    }
    try {
      return Integer.parseInt(value.strip());
    } catch (NumberFormatException e) {
      throw new InvalidInputException(name + " must be a number");
    }
  }
}
