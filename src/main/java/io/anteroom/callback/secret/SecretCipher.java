package io.anteroom.callback.secret;

import io.anteroom.async.CheckedAtStart;
import io.quarkus.runtime.configuration.ConfigurationException;
import jakarta.inject.Singleton;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Seals secrets before they are stored: AES-256-GCM (NIST SP 800-38D) with a nonce of its own for
 * each, and the name of the client as associated data, so that one that is moved to another
 * client's row does not open. Thread-safe.
 */
@Singleton
public class SecretCipher implements CheckedAtStart {

  private static final String KEY = "anteroom.callbacks.encryption-key";
  private static final String CIPHER = "AES/GCM/NoPadding";
  private static final int KEY_BYTES = 32;
  private static final int NONCE_BYTES = 12;
  private static final int TAG_BITS = 128;

  private final Optional<SecretKey> key;
  private final SecureRandom random = new SecureRandom();

  /**
   * @throws ConfigurationException in one line that names the key, without its value
   */
  public SecretCipher(SecretSettings settings) {
    key = settings.encryptionKey().map(String::strip).filter(k -> !k.isEmpty()).map(this::read);
  }

  /** Whether there is a key. */
  boolean isReady() {
    return key.isPresent();
  }

  /** The secret as it is stored: nonce, then what is encrypted, then its tag. */
  byte[] seal(String client, CallbackSecret secret) {
    byte[] nonce = new byte[NONCE_BYTES];
    random.nextBytes(nonce);
    try {
      byte[] encrypted = cipher(Cipher.ENCRYPT_MODE, client, nonce).doFinal(secret.key());
      return ByteBuffer.allocate(nonce.length + encrypted.length).put(nonce).put(encrypted).array();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has " + CIPHER, e);
    }
  }

  /**
   * The secret that was sealed for this client.
   *
   * @throws SecretUnreadableException where there is no key, or it was sealed with another, or for
   *     another
   */
  CallbackSecret open(String client, byte[] sealed) {
    if (!isReady()) {
      throw new SecretUnreadableException(client, KEY + " is not set");
    }
    try {
      if (sealed.length < NONCE_BYTES + TAG_BITS / 8) {
        throw new GeneralSecurityException("too short");
      }
      byte[] nonce = Arrays.copyOf(sealed, NONCE_BYTES);
      return new CallbackSecret(
          cipher(Cipher.DECRYPT_MODE, client, nonce)
              .doFinal(sealed, NONCE_BYTES, sealed.length - NONCE_BYTES));
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      throw new SecretUnreadableException(client, KEY + " is not the one that it was stored with");
    }
  }

  private Cipher cipher(int mode, String client, byte[] nonce) throws GeneralSecurityException {
    Cipher cipher = Cipher.getInstance(CIPHER);
    cipher.init(mode, key.orElseThrow(), new GCMParameterSpec(TAG_BITS, nonce));
    cipher.updateAAD(client.getBytes(StandardCharsets.UTF_8));
    return cipher;
  }

  private SecretKey read(String base64) {
    try {
      byte[] bytes = Base64.getDecoder().decode(base64);
      if (bytes.length == KEY_BYTES) {
        return new SecretKeySpec(bytes, "AES");
      }
    } catch (IllegalArgumentException e) {
      // said below, without the value
    }
    throw new ConfigurationException(KEY + ": must be 32 bytes in base64");
  }
}
