package io.anteroom.sandbox.upstream.content;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/** The first bytes by which file formats are known. */
final class MagicBytes {
  /** A format's bytes at an offset; written as Latin-1 characters. */
  private record Signature(String mime, int offset, String bytes) {
    boolean matches(byte[] head) {
      byte[] wanted = bytes.getBytes(StandardCharsets.ISO_8859_1);
      if (head.length < offset + wanted.length) {
        return false;
      }
      for (int i = 0; i < wanted.length; i++) {
        if (head[offset + i] != wanted[i]) {
          return false;
        }
      }
      return true;
    }
  }

  private static final List<Signature> SIGNATURES =
      List.of(
          new Signature("application/pdf", 0, "%PDF-"),
          new Signature("image/png", 0, "\u0089PNG\r\n\u001a\n"),
          new Signature("image/jpeg", 0, "\u00ff\u00d8\u00ff"),
          new Signature("image/gif", 0, "GIF8"),
          new Signature("image/webp", 8, "WEBP"),
          new Signature("image/tiff", 0, "II*\0"),
          new Signature("image/tiff", 0, "MM\0*"),
          new Signature("video/x-msvideo", 8, "AVI "),
          new Signature("video/quicktime", 4, "ftypqt"),
          new Signature("video/mp4", 4, "ftyp"),
          new Signature("video/quicktime", 4, "moov"),
          new Signature("video/x-matroska", 0, "\u001aE\u00df\u00a3"),
          new Signature("application/zip", 0, "PK\u0003\u0004"),
          new Signature("application/gzip", 0, "\u001f\u008b"),
          new Signature("application/x-executable", 0, "\u007fELF"),
          new Signature("audio/mpeg", 0, "ID3"),
          new Signature("image/bmp", 0, "BM"));

  private MagicBytes() {}

  /** The media type, which may be one that cannot be read; empty where no format is known. */
  static Optional<String> mime(byte[] head) {
    return SIGNATURES.stream()
        .filter(signature -> signature.matches(head))
        .map(Signature::mime)
        .findFirst();
  }
}
