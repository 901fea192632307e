package io.anteroom.api.index;

import io.anteroom.api.path.NearestName;
import jakarta.enterprise.context.RequestScoped;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What is probably a slip in the request that is under way: a field that differs by one letter from
 * one that is read here. It is forwarded all the same, since the upstream may know it.
 */
@RequestScoped
public class FieldWarnings {

  /** A request may have thousands of fields. */
  private static final int LOOKED_AT = 100;

  private static final int SAID = 5;

  /** 299: whoever sees it keeps it (RFC 7234, 5.5.7). */
  private static final String WARNING =
      "299 anteroom \"The field %s went on to the upstream. The field %s is read here.\"";

  private String header;

  /**
   * Notes it.
   *
   * @param forwarded the names of fields that go on to the upstream
   * @param known those that are read here
   */
  void note(Set<String> forwarded, Set<String> known) {
    List<String> names = known.stream().sorted(Comparator.naturalOrder()).toList();
    header =
        forwarded.stream()
            .filter(name -> !known.contains(name))
            .limit(LOOKED_AT)
            .flatMap(name -> NearestName.slip(name, names).map(meant -> said(name, meant)).stream())
            .limit(SAID)
            .collect(Collectors.joining(", "));
  }

  /** The value of {@code Warning}, where there is something to say. */
  Optional<String> header() {
    return Optional.ofNullable(header).filter(text -> !text.isEmpty());
  }

  /** The letter that is wrong may be any, and a header takes no others. */
  private static String said(String name, String meant) {
    return WARNING.formatted(name.replaceAll("[^A-Za-z0-9_.-]", "?"), meant);
  }
}
