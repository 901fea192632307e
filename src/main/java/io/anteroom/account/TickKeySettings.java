package io.anteroom.account;

import io.smallrye.config.ConfigMapping;
import java.util.List;
import java.util.Optional;

/** Who may call {@code POST /engine/tick}. Without a key nobody may. */
@ConfigMapping(prefix = "anteroom.engine")
public interface TickKeySettings {

  /**
   * The key itself, or two of them while it is rotated. It comes as {@code Authorization: Bearer
   * <key>} or in the header {@code ce-tickkey}. It is no key of a client or an operator. Without it
   * the call gets 404 {@code not-found}.
   */
  Optional<List<String>> tickKey();
}
