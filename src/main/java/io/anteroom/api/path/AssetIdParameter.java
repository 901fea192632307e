package io.anteroom.api.path;

import io.anteroom.api.problem.ProblemType;

/** The id of an asset in a path. */
public final class AssetIdParameter {

  private static final String POSSIBLE = "[A-Za-z0-9_-][A-Za-z0-9._:-]{0,127}";

  private AssetIdParameter() {}

  /**
   * Checks it: the upstream's ids are its own matter, but none of them leads to another path there.
   */
  public static String of(String text) {
    if (!text.matches(POSSIBLE)) {
      throw ProblemType.ASSET_NOT_FOUND.problem();
    }
    return text;
  }
}
