package io.anteroom.account;

import io.smallrye.config.ConfigMapping;
import java.util.List;
import java.util.Optional;

/** Who may call what is for operators only. Without a key nobody may. */
@ConfigMapping(prefix = "anteroom.operator")
public interface OperatorSettings {

  /** SHA-256 of the keys, in hex; two of them while a key is rotated. */
  Optional<List<String>> keys();

  /** The short form: the keys themselves. */
  Optional<List<String>> key();
}
