package io.anteroom.async.json;

/**
 * What one JSON document may hold.
 *
 * @param maxDepth how deep objects and arrays may be nested
 * @param maxNameLength how many characters a key may have
 * @param maxNumberLength how many characters a number may have
 * @param strict whether text that is not valid Unicode and a key that occurs twice are refused
 */
public record JsonLimits(int maxDepth, int maxNameLength, int maxNumberLength, boolean strict) {

  /**
   * How deep a document of the upstream may be nested. Clients read our responses with common
   * parsers, and those read nothing deeper either.
   */
  public static final int MAX_DEPTH = 1000;

  /**
   * How deep what a client sends may be nested. It comes back within a list of assets, and must be
   * readable there.
   */
  public static final int MAX_DEPTH_OF_CLIENT = MAX_DEPTH - 10;

  /**
   * How many values, names and brackets one document may have. In memory a document takes up to 80
   * bytes for each value, even for a value of one character, so that a limit of its bytes is not
   * enough.
   */
  public static final long MAX_TOKENS = 1_000_000;

  private static final int MAX_NAME_LENGTH_OF_CLIENT = 50_000;
  private static final int MAX_NUMBER_LENGTH_OF_CLIENT = 1000;

  /**
   * The limits of what clients send. It comes back to every client of the account, and common
   * parsers read no longer names and numbers. A key that occurs twice is refused, since two readers
   * could understand it in two ways.
   */
  static final JsonLimits OF_CLIENT =
      new JsonLimits(
          MAX_DEPTH_OF_CLIENT, MAX_NAME_LENGTH_OF_CLIENT, MAX_NUMBER_LENGTH_OF_CLIENT, true);

  /** The limits of what the upstream sends, and of what was stored. */
  static final JsonLimits OF_UPSTREAM =
      new JsonLimits(MAX_DEPTH, Integer.MAX_VALUE, Integer.MAX_VALUE, false);
}
