package io.anteroom.api.index;

import io.anteroom.api.path.NearestName;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Set;

/**
 * What is probably a slip in a request: fields that differ by one letter from one that is read
 * here. Each name is said once, where it was found first. Used by one thread.
 */
public final class FieldSlips {

  /** A request may have thousands of names. */
  private static final int LOOKED_AT = 100;

  private static final int SAID = 5;

  /** 299: whoever sees it keeps it (RFC 7234, 5.5.7). */
  private static final String WARNING =
      "299 anteroom \"The field %s went on to the upstream. The field %s is read here.\"";

  private final List<String> known;
  private final Set<String> lookedAt = new HashSet<>();
  private final List<String> said = new ArrayList<>();

  /**
   * None yet.
   *
   * @param known the names of the fields that are read here
   */
  FieldSlips(Set<String> known) {
    this.known = known.stream().sorted().toList();
  }

  /**
   * Looks at the names of fields that go on to the upstream.
   *
   * @param place what is written before a name, such as {@code items[3].}
   */
  void lookAt(String place, Iterator<String> forwarded) {
    while (forwarded.hasNext() && lookedAt.size() < LOOKED_AT && said.size() < SAID) {
      String name = forwarded.next();
      if (!known.contains(name) && lookedAt.add(name)) {
        NearestName.slip(name, known).ifPresent(meant -> said.add(warning(place, name, meant)));
      }
    }
  }

  /** The letter that is wrong may be any, and a header takes no others. */
  private static String warning(String place, String name, String meant) {
    return WARNING.formatted(place + name.replaceAll("[^A-Za-z0-9_.-]", "?"), meant);
  }

  /** The value of {@code Warning}; empty where there is nothing to say. */
  public String text() {
    return String.join(", ", said);
  }
}
