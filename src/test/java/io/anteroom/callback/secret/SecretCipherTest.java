package io.anteroom.callback.secret;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.anteroom.TestSettings;
import io.quarkus.runtime.configuration.ConfigurationException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SecretCipherTest {

  private static final String KEY = "anteroom.callbacks.encryption-key";
  private static final String PLAIN = "the bytes of a callback secret";

  private final CallbackSecret secret = new CallbackSecret(PLAIN.getBytes(StandardCharsets.UTF_8));
  private final SecretCipher cipher = cipher(1);

  @Test
  void decryptsWhatItEncrypted() {
    byte[] sealed = cipher.seal("alice", secret);
    assertEquals(secret, cipher.open("alice", sealed));
    assertEquals(secret, cipher(1).open("alice", sealed), "after a restart");
    assertFalse(new String(sealed, StandardCharsets.ISO_8859_1).contains("callback"));
  }

  @Test
  void noNonceIsUsedTwice() {
    Set<String> nonces = new HashSet<>();
    for (int i = 0; i < 1000; i++) {
      byte[] nonce = Arrays.copyOf(cipher.seal("alice", secret), 12);
      nonces.add(Base64.getEncoder().encodeToString(nonce));
    }
    assertEquals(1000, nonces.size());
  }

  @Test
  void aSecretOfAnotherClientIsNotDecrypted() {
    byte[] sealed = cipher.seal("alice", secret);
    assertThrows(SecretUnreadableException.class, () -> cipher.open("bob", sealed));
  }

  @Test
  void anotherKeyIsReported() {
    byte[] sealed = cipher.seal("alice", secret);
    SecretUnreadableException failure =
        assertThrows(SecretUnreadableException.class, () -> cipher(2).open("alice", sealed));
    assertEquals(
        "the stored callback secret of client alice cannot be read:"
            + " anteroom.callbacks.encryption-key is not the one that it was stored with",
        failure.getMessage());
  }

  @Test
  void aChangedCiphertextIsNotDecrypted() {
    byte[] sealed = cipher.seal("alice", secret);
    for (int i = 0; i < sealed.length; i++) {
      byte[] changed = sealed.clone();
      changed[i] ^= 1;
      assertThrows(SecretUnreadableException.class, () -> cipher.open("alice", changed));
    }
    for (int length = 0; length < sealed.length; length++) {
      byte[] shorter = Arrays.copyOf(sealed, length);
      assertThrows(
          SecretUnreadableException.class, () -> cipher.open("alice", shorter), "" + length);
    }
  }

  @Test
  void withoutAKeyNothingIsDecrypted() {
    byte[] sealed = cipher.seal("alice", secret);
    SecretCipher none = new SecretCipher(TestSettings.of(SecretSettings.class));
    assertFalse(none.isReady());
    SecretUnreadableException failure =
        assertThrows(SecretUnreadableException.class, () -> none.open("alice", sealed));
    assertTrue(failure.getMessage().endsWith("encryption-key is not set"), failure::getMessage);
    assertFalse(new SecretCipher(TestSettings.of(SecretSettings.class, KEY, " ")).isReady());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "no-base64-at-all",
        "dG9vIHNob3J0",
        "a2tra2tra2tra2tra2tra2tra2tra2tra2tra2tra2tr",
        "dGhpcnR5LXR3byBieXRlcyB0byBlbmNyeXB0IHdpdGg=dGhpcnR5",
      })
  void aWrongKeyStopsTheStartWithoutBeingShown(String value) {
    SecretSettings settings = TestSettings.of(SecretSettings.class, KEY, value);
    ConfigurationException failure =
        assertThrows(ConfigurationException.class, () -> new SecretCipher(settings));
    assertEquals(KEY + ": must be 32 bytes in base64", failure.getMessage());
  }

  /** A cipher whose key is made of this byte. */
  static SecretCipher cipher(int filler) {
    byte[] key = new byte[32];
    Arrays.fill(key, (byte) filler);
    String base64 = Base64.getEncoder().encodeToString(key);
    return new SecretCipher(TestSettings.of(SecretSettings.class, KEY, base64));
  }
}
