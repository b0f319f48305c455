CREATE TABLE "attendance_staged" (
	"refresh_id" integer NOT NULL,
	"on24_user_id" bigint NOT NULL,
	"registrant_code" text,
	"email" text,
	"came_live" boolean NOT NULL,
	"came_on_demand" boolean NOT NULL,
	"live_minutes" integer NOT NULL,
	"on_demand_minutes" integer NOT NULL,
	"is_admitted" boolean NOT NULL
);
--> statement-breakpoint
DROP INDEX "attendance_email";--> statement-breakpoint
DROP INDEX "registrants_marketo_due";--> statement-breakpoint
ALTER TABLE "attendance" ADD COLUMN "add_wanted_by" text;--> statement-breakpoint
ALTER TABLE "attendance" ADD COLUMN "add_refused" text;--> statement-breakpoint
ALTER TABLE "refreshes" ADD COLUMN "slot_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "refreshes" ADD COLUMN "started_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "refreshes" ADD COLUMN "calls" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "refreshes" ADD COLUMN "failures" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "refreshes" ADD COLUMN "failing_since" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "refreshes" ADD COLUMN "told_late_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "messages" ADD COLUMN "is_drawn_plain" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "webinars" ADD COLUMN "event_read_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "webinars" ADD COLUMN "adds_unknown_people" boolean DEFAULT false NOT NULL;--> statement-breakpoint
CREATE INDEX "attendance_staged_refresh" ON "attendance_staged" USING btree ("refresh_id");--> statement-breakpoint
CREATE INDEX "attendance_unknown" ON "attendance" USING btree ("webinar_id") WHERE "attendance"."registrant_id" is null;--> statement-breakpoint
CREATE INDEX "attendance_wanted" ON "attendance" USING btree ("webinar_id") WHERE "attendance"."add_wanted_by" is not null;--> statement-breakpoint
CREATE INDEX "registrants_marketo_due" ON "registrants" USING btree ("webinar_id","status_at","id") WHERE "registrants"."marketo_is_due";