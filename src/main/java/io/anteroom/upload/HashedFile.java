package io.anteroom.upload;

import io.anteroom.async.Sha256;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.HexFormat;

/**
 * A file that is counted and hashed while it is received. Used by one thread at a time, but for
 * {@link #discard()}.
 */
public abstract class HashedFile implements IncomingFile {

  private final long max;
  private final MessageDigest digest = Sha256.digest();
  private long size;
  private String sha256;
  private boolean whole;

  /**
   * Begins a file.
   *
   * @param max how large it may be, in bytes
   */
  protected HashedFile(long max) {
    this.max = max;
  }

  @Override
  public final void write(ByteBuffer bytes) {
    size += bytes.remaining();
    if (size > max) {
      throw new FileTooLargeException(max);
    }
    digest.update(bytes.duplicate());
    add(bytes);
  }

  @Override
  public final void close() {
    if (whole) {
      return;
    }
    if (sha256 == null) {
      sha256 = HexFormat.of().formatHex(digest.digest());
    }
    complete();
    whole = true;
  }

  /** Takes all of these bytes. */
  protected abstract void add(ByteBuffer bytes);

  /** It has all its bytes. */
  protected abstract void complete();

  public final long size() {
    return size;
  }

  /** Of the whole file, in hex; null before it is whole. */
  public final String sha256() {
    return sha256;
  }
}
