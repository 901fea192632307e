package io.anteroom.reference;

import java.util.Locale;

/** The anchors that GitHub gives to headings. */
final class Anchor {

  private Anchor() {}

  static String of(String heading) {
    return heading.toLowerCase(Locale.ROOT).replaceAll("[^\\p{L}\\d _-]", "").replace(' ', '-');
  }
}
