package io.anteroom.deployment;

import java.util.regex.Pattern;

/** How an image is named. */
final class ImageNames {

  /** A tag that says which version, and is not one that moves from version to version. */
  private static final Pattern PINNED = Pattern.compile("[a-z0-9./_-]+:[A-Za-z0-9._-]*[0-9][^:]*");

  private ImageNames() {}

  static boolean pinned(String image) {
    return PINNED.matcher(image).matches() && !image.contains(":latest");
  }
}
