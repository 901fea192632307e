package io.anteroom.task;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashSet;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WorkloadTest {

  @ParameterizedTest
  @CsvSource({
    "https://x.example/a.mp4, url:video",
    "https://x.example/a.JPG?b=c.mp4#d, url:image",
    "https://x.example/a.b/c, url:unknown",
    "https://x.example, url:unknown",
    "https://x.example/report.pdf, url:document",
    "mailto:a@b.c, url:unknown",
    "https://x.example/a.<script>, url:unknown",
    "https://x.example/a b|c.mp4?x=[1], url:video",
    "https://x.example/100%zz/ä.png, url:image",
    "https://x.mp4, url:unknown",
    "s3://bucket/a.pdf, url:document",
    "//, url:unknown",
  })
  void aUrlIsClassifiedByItsExtension(String url, String label) {
    assertEquals(label, Workload.ofUrl(url).label());
  }

  @ParameterizedTest
  @CsvSource({
    "image/png, a.mp4, 10, upload:image:s",
    "VIDEO/mp4, a, 50000000, upload:video:l",
    "application/octet-stream, a.mov, 2000000, upload:video:m",
    "application/pdf, a, 10, upload:document:s",
    "application/x-thing, a.thing, 10, upload:unknown:s",
    ", , 10, upload:unknown:s",
  })
  void anUploadIsClassifiedByTypeOrElseByName(String type, String name, long size, String label) {
    assertEquals(label, Workload.ofUpload(new StoredFile("p", name, type, size, "h")).label());
  }

  @Test
  void aTextIsClassifiedByItsLength() {
    assertEquals("text:s", Workload.ofText(1).label());
    assertEquals("text:m", Workload.ofText(10_000).label());
    assertEquals("text:l", Workload.ofText(1_000_000).label());
  }

  private static final Set<String> LABELS = new HashSet<>();

  @Property(tries = 3000)
  void clientsCannotCreateLabels(@ForAll String anything, @ForAll long size) {
    LABELS.add(Workload.ofUrl("https://x.example/a." + anything).label());
    LABELS.add(Workload.ofUrl(anything).label());
    LABELS.add(Workload.ofUpload(new StoredFile("p", anything, anything, size, "h")).label());
    assertTrue(LABELS.size() <= 6 + 18, LABELS.toString());
    assertTrue(LABELS.stream().allMatch(label -> label.length() <= 20), LABELS.toString());
  }
}
