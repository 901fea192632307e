package io.anteroom.api.index;

import jakarta.enterprise.context.RequestScoped;
import java.util.Optional;

/**
 * What is probably a slip in the request that is under way. It is forwarded all the same, since the
 * upstream may know the field.
 */
@RequestScoped
public class FieldWarnings {

  private String header = "";

  /**
   * Notes it.
   *
   * @param text as {@link FieldSlips#text()} gives it
   */
  public void note(String text) {
    header = text;
  }

  /** The value of {@code Warning}, where there is something to say. */
  Optional<String> header() {
    return Optional.of(header).filter(text -> !text.isEmpty());
  }
}
