package io.anteroom.api.search;

import io.anteroom.api.Problems;

/** The id of an asset in a path. */
final class AssetId {

  private static final String POSSIBLE = "[A-Za-z0-9_-][A-Za-z0-9._:-]{0,127}";

  private AssetId() {}

  /**
   * Checks it: the upstream's ids are its own matter, but none of them leads to another path there.
   */
  static String of(String text) {
    if (!text.matches(POSSIBLE)) {
      throw Problems.assetNotFound();
    }
    return text;
  }
}
