package io.serai.console;

import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.forwardedUrl;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.header;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.status;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.annotation.Import;
import org.springframework.test.context.ActiveProfiles;
import org.springframework.test.context.junit.jupiter.web.SpringJUnitWebConfig;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.setup.MockMvcBuilders;
import org.springframework.web.context.WebApplicationContext;
import org.springframework.web.servlet.config.annotation.EnableWebMvc;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

class PagesTest {

    @EnableWebMvc
    @Import(PagesConfiguration.class)
    static class Web {}

    @Nested
    @SpringJUnitWebConfig(Web.class)
    class InProduction {

        @Autowired private WebApplicationContext context;
        private MockMvc web;

        @BeforeEach
        void open() {
            web = MockMvcBuilders.webAppContextSetup(context).build();
        }

        @Test
        void theConsoleIsAtTheRootAndAskedForAnewEachTime() throws Exception {
            web.perform(get("/")).andExpect(forwardedUrl("/index.html"));
            web.perform(get("/index.html"))
                    .andExpect(status().isOk())
                    .andExpect(header().string("Cache-Control", "no-cache"));
        }

        @Test
        void whatCarriesItsHashInItsNameIsKeptForEver() throws Exception {
            web.perform(get("/assets/" + anAsset()))
                    .andExpect(status().isOk())
                    .andExpect(
                            header().string(
                                            "Cache-Control",
                                            "max-age=31536000, public, immutable"));
        }

        @Test
        void theWidgetIsKeptForMinutesSoThatANewOneSpreads() throws Exception {
            web.perform(get("/widget.js"))
                    .andExpect(status().isOk())
                    .andExpect(header().string("Cache-Control", "max-age=600, public"));
        }

        @Test
        void thereIsNoSandbox() throws Exception {
            web.perform(get("/sandbox")).andExpect(status().isNotFound());
            web.perform(get("/sandbox.html")).andExpect(status().isNotFound());
        }
    }

    @Nested
    @ActiveProfiles("sandbox")
    @SpringJUnitWebConfig(Web.class)
    class InTheSandbox {

        @Autowired private WebApplicationContext context;

        @Test
        void thePhonesHaveTheirPage() throws Exception {
            MockMvc web = MockMvcBuilders.webAppContextSetup(context).build();

            web.perform(get("/sandbox")).andExpect(forwardedUrl("/sandbox.html"));
            web.perform(get("/sandbox.html")).andExpect(status().isOk());
        }
    }

    private static String anAsset() throws IOException {
        try (Stream<Path> assets = Files.list(Path.of("target/classes/static/assets"))) {
            return assets.map(path -> path.getFileName().toString())
                    .filter(name -> name.endsWith(".js"))
                    .findFirst()
                    .orElseThrow();
        }
    }
}
