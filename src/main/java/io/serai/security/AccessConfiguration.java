package io.serai.security;

import jakarta.servlet.DispatcherType;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.actuate.autoconfigure.security.servlet.EndpointRequest;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.core.env.Environment;
import org.springframework.core.env.Profiles;
import org.springframework.http.HttpMethod;
import org.springframework.security.authentication.AuthenticationManager;
import org.springframework.security.authentication.ProviderNotFoundException;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.config.annotation.web.configurers.AuthorizeHttpRequestsConfigurer;
import org.springframework.security.config.annotation.web.configurers.HeadersConfigurer;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.config.observation.SecurityObservationSettings;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.access.intercept.AuthorizationFilter;
import org.springframework.security.web.firewall.StrictHttpFirewall;
import org.springframework.security.web.header.writers.ReferrerPolicyHeaderWriter.ReferrerPolicy;
import org.springframework.security.web.servlet.util.matcher.PathPatternRequestMatcher;
import org.springframework.security.web.util.matcher.RequestMatcher;

import java.util.stream.Stream;

/** Which path needs what. Nothing is open that is not named here. */
@Configuration(proxyBeanMethods = false)
class AccessConfiguration {

    /** Pages, scripts and pictures of console, widget and login: the same for everybody. */
    private static final String[] ASSETS = {
        "/", "/assets/**", "/*.html", "/*.js", "/*.css", "/*.svg", "/*.png", "/*.ico", "/*.woff2"
    };

    /** Each of these authenticates its callers itself: a token, a signature, a secret. */
    private static final String[] OWN_AUTHENTICATION = {
        "/ws/**",
        "/channels/**",
        "/hooks/**",
        "/services/**",
        "/api/v1/login",
        "/api/v1/logout",
        "/api/v1/visitors",
        "/api/v1/customer/**"
    };

    /** Reporting an event authenticates its callers itself; reading them is for staff. */
    private static final String[] EVENTS = {"/api/v1/events", "/api/v1/events/**"};

    private static final String[] STAFF = {
        "/api/v1/**",
        "/gateway/**",
        "/graphql",
        "/graphql/**",
        "/openapi",
        "/openapi/**",
        "/openapi.json",
        "/openapi.yaml",
        "/asyncapi.json",
        "/asyncapi.yaml"
    };

    private static final String CONTENT_SECURITY_POLICY =
            "default-src 'self'; script-src 'self'; style-src 'self' 'unsafe-inline';"
                    + " img-src 'self' data: blob: https:; media-src 'self' blob: https:;"
                    + " font-src 'self' data:; connect-src 'self'; object-src 'none';"
                    + " base-uri 'none'; form-action 'self'; frame-ancestors 'self'";

    /**
     * Logins go through {@link LoginEndpoint} alone; without this Boot would make a user of its
     * own.
     */
    @Bean
    AuthenticationManager nobody() {
        return authentication -> {
            throw new ProviderNotFoundException("Log in with POST /api/v1/login");
        };
    }

    /**
     * Requests are observed as a whole. Spring would also time each of its filters, twice, which
     * costs a request more than the filters do.
     */
    @Bean
    SecurityObservationSettings withoutEachFilter() {
        return SecurityObservationSettings.noObservations();
    }

    /** Ops, on a port of its own that is kept private. */
    @Bean
    @Order(1)
    SecurityFilterChain ops(HttpSecurity http) throws Exception {
        return http.securityMatcher(EndpointRequest.toAnyEndpoint())
                .authorizeHttpRequests(requests -> requests.anyRequest().permitAll())
                .csrf(AbstractHttpConfigurer::disable)
                .build();
    }

    @Bean
    @Order(2)
    SecurityFilterChain hub(
            HttpSecurity http, Tokens tokens, WidgetOrigins origins, Environment environment)
            throws Exception {
        boolean sandbox = environment.acceptsProfiles(Profiles.of("sandbox"));
        Refusal refusal = new Refusal();
        return http.sessionManagement(
                        sessions -> sessions.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
                .csrf(AbstractHttpConfigurer::disable) // SessionFilter stands in its place
                .formLogin(AbstractHttpConfigurer::disable)
                .httpBasic(AbstractHttpConfigurer::disable)
                .logout(AbstractHttpConfigurer::disable)
                .requestCache(AbstractHttpConfigurer::disable)
                .cors(cors -> cors.configurationSource(origins))
                .headers(AccessConfiguration::headers)
                .exceptionHandling(
                        errors ->
                                errors.authenticationEntryPoint(refusal)
                                        .accessDeniedHandler(refusal))
                .addFilterBefore(new SessionFilter(tokens), AuthorizationFilter.class)
                .authorizeHttpRequests(requests -> rules(requests, sandbox))
                .build();
    }

    private static void rules(
            AuthorizeHttpRequestsConfigurer<HttpSecurity>.AuthorizationManagerRequestMatcherRegistry
                    requests,
            boolean sandbox) {
        // Each rule is tried for each request, so what is asked for most comes first.
        requests.dispatcherTypeMatchers(
                        DispatcherType.ERROR, DispatcherType.ASYNC, DispatcherType.FORWARD)
                .permitAll()
                .requestMatchers(paths(null, OWN_AUTHENTICATION))
                .permitAll()
                .requestMatchers(paths(HttpMethod.POST, EVENTS))
                .permitAll()
                .requestMatchers(paths(null, EVENTS))
                .hasAnyRole(Role.INTEGRATOR.name(), Role.SUPERVISOR.name(), Role.ADMIN.name())
                .requestMatchers(paths(null, STAFF))
                .hasAnyRole(Stream.of(Role.values()).map(Role::name).toArray(String[]::new))
                .requestMatchers(paths(HttpMethod.GET, ASSETS))
                .permitAll()
                .requestMatchers(paths(HttpMethod.HEAD, ASSETS))
                .permitAll();
        if (sandbox) {
            requests.requestMatchers(paths(null, "/sandbox", "/sandbox/**")).permitAll();
        }
        requests.anyRequest().denyAll();
    }

    private static void headers(HeadersConfigurer<HttpSecurity> headers) {
        headers.contentSecurityPolicy(policy -> policy.policyDirectives(CONTENT_SECURITY_POLICY))
                .frameOptions(HeadersConfigurer.FrameOptionsConfig::sameOrigin)
                .referrerPolicy(
                        policy -> policy.policy(ReferrerPolicy.STRICT_ORIGIN_WHEN_CROSS_ORIGIN))
                .permissionsPolicyHeader(
                        policy -> policy.policy("camera=(), geolocation=(), payment=()"));
    }

    private static RequestMatcher[] paths(@Nullable HttpMethod method, String... patterns) {
        var matcher = PathPatternRequestMatcher.withDefaults();
        return Stream.of(patterns)
                .map(path -> method == null ? matcher.matcher(path) : matcher.matcher(method, path))
                .toArray(RequestMatcher[]::new);
    }

    /**
     * Spring's strict firewall, but for header values: some networks in China put UTF-8 into
     * headers nobody asked for, and that must not cost a platform its push. Both are asked for
     * every header each time it is read.
     */
    @Bean
    StrictHttpFirewall firewall() {
        StrictHttpFirewall firewall = new StrictHttpFirewall();
        firewall.setAllowedHeaderNames(AccessConfiguration::isReadable);
        firewall.setAllowedHeaderValues(
                value ->
                        value.indexOf('\r') < 0 && value.indexOf('\n') < 0 && value.indexOf(0) < 0);
        return firewall;
    }

    /** The firewall's own rule for names, without its regular expression. */
    private static boolean isReadable(String name) {
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            if (Character.isISOControl(c) || !Character.isDefined(c)) {
                return false;
            }
        }
        return true;
    }
}
